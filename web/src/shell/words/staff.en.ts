export default Object.values(
  import.meta.glob<Record<string, string>>(
    ["../../staff/*/words.en.json", "../{staff,showcase}/words.en.json"],
    {
      eager: true,
      import: "default",
    },
  ),
);
