export default Object.values(
  import.meta.glob<Record<string, string>>(
    [
      "../../{base,design}/words.ko.json",
      "../../rooms/*/words.ko.json",
      "!../../rooms/studio/*",
      "../words.ko.json",
    ],
    { eager: true, import: "default" },
  ),
);
