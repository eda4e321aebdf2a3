export default Object.values(
  import.meta.glob<Record<string, string>>(
    ["../../{staff/*,rooms/studio}/words.ru.json", "../{staff,showcase}/words.ru.json"],
    {
      eager: true,
      import: "default",
    },
  ),
);
