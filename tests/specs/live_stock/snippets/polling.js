// Client каждые 5 секунд проверяет stock
setInterval(async () => {
  const response = await fetch('/api/products/stock');
  const data = await response.json();
  updateStocks(data);
}, 5000);
