export default Object.values(
  import.meta.glob<object>(["../../staff/*/words.ru.json", "../{staff,showcase}/words.ru.json"], {
    eager: true,
    import: "default",
  }),
);
