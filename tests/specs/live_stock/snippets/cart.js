// Пример обновленного кода
async function addToCart(productId, color, memory) {
  // Проверяем доступность перед добавлением
  const response = await fetch(`/api/products/${productId}/check`, {
    method: 'POST',
    body: JSON.stringify({ color, memory, quantity: 1 })
  });
  
  const data = await response.json();
  
  if (!data.available) {
    alert('Товар закончился');
    return;
  }
  
  // Добавляем в корзину
  cart.push({ productId, color, memory });
  localStorage.setItem('cart', JSON.stringify(cart));
}
