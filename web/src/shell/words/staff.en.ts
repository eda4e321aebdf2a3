export default Object.values(
  import.meta.glob<object>(["../../staff/*/words.en.json", "../{staff,showcase}/words.en.json"], {
    eager: true,
    import: "default",
  }),
);
