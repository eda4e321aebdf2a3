export default Object.values(
  import.meta.glob<object>(
    ["../../{base,design}/words.ko.json", "../../rooms/*/words.ko.json", "../words.ko.json"],
    { eager: true, import: "default" },
  ),
);
