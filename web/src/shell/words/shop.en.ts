export default Object.values(
  import.meta.glob<Record<string, string>>(
    [
      "../../{base,design}/words.en.json",
      "../../rooms/*/words.en.json",
      "!../../rooms/studio/*",
      "../words.en.json",
    ],
    { eager: true, import: "default" },
  ),
);
