export default Object.values(
  import.meta.glob<object>(["../../staff/*/words.ko.json", "../{staff,showcase}/words.ko.json"], {
    eager: true,
    import: "default",
  }),
);
