// Draws the receipt as a picture on the device itself; nothing is sent anywhere.
(function () {
  "use strict";
  var receipt = document.getElementById("receipt");
  var button = document.querySelector("[data-save-receipt]");
  if (!receipt || !button) return;

  function write(context, text, size, weight, y) {
    context.font = weight + " " + size + "px 'Be Vietnam Pro', sans-serif";
    context.fillText(text, 40, y, 720);
  }

  button.addEventListener("click", function () {
    var data = receipt.dataset;
    var canvas = document.createElement("canvas");
    canvas.width = 800;
    canvas.height = 640;
    var context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, 800, 640);
    context.fillStyle = "#0e5a50";
    context.fillRect(0, 0, 800, 16);
    write(context, "Dân Vận · " + data.title, 34, 700, 80);
    context.fillStyle = "#16211f";
    write(context, data.numberLabel, 24, 400, 140);
    write(context, data.number, 44, 700, 195);
    write(context, data.codeLabel, 24, 400, 260);
    write(context, data.code, 56, 700, 325);
    data.lines.split("|").forEach(function (line, index) {
      write(context, line, 26, 400, 400 + index * 44);
    });
    canvas.toBlob(function (blob) {
      var link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = data.number + ".png";
      link.click();
      URL.revokeObjectURL(link.href);
    }, "image/png");
  });
})();
