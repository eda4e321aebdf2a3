export default Object.values(
  import.meta.glob<Record<string, string>>(
    ["../../{staff/*,rooms/{pictures,studio}}/words.ru.json", "../{staff,showcase}/words.ru.json"],
    {
      eager: true,
      import: "default",
    },
  ),
);
