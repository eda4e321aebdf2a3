export default Object.values(
  import.meta.glob<Record<string, string>>(
    [
      "../../{base,design}/words.ru.json",
      "../../rooms/*/words.ru.json",
      "!../../rooms/{pictures,studio}/*",
      "../words.ru.json",
    ],
    { eager: true, import: "default" },
  ),
);
