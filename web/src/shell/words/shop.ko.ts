export default Object.values(
  import.meta.glob<Record<string, string>>(
    [
      "../../{base,design}/words.ko.json",
      "../../rooms/*/words.ko.json",
      "!../../rooms/{pictures,studio}/*",
      "../words.ko.json",
    ],
    { eager: true, import: "default" },
  ),
);
