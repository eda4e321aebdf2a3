export default Object.values(
  import.meta.glob<Record<string, string>>(
    ["../../{staff/*,rooms/studio}/words.ko.json", "../{staff,showcase}/words.ko.json"],
    {
      eager: true,
      import: "default",
    },
  ),
);
