// Client (script.js)
const socket = io();

socket.on('stock:update', (data) => {
  updateProductStock(data.productId, data.stock);
  if (data.stock === 0) {
    showOutOfStock(data.productId);
  }
});
