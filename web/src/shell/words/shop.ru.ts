export default Object.values(
  import.meta.glob<Record<string, string>>(
    [
      "../../{base,design}/words.ru.json",
      "../../rooms/*/words.ru.json",
      "!../../rooms/studio/*",
      "../words.ru.json",
    ],
    { eager: true, import: "default" },
  ),
);
