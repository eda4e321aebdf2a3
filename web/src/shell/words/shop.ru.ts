export default Object.values(
  import.meta.glob<object>(
    ["../../{base,design}/words.ru.json", "../../rooms/*/words.ru.json", "../words.ru.json"],
    { eager: true, import: "default" },
  ),
);
