export default Object.values(
  import.meta.glob<Record<string, string>>(
    ["../../{staff/*,rooms/studio}/words.en.json", "../{staff,showcase}/words.en.json"],
    {
      eager: true,
      import: "default",
    },
  ),
);
