// Reads QR codes off the main thread. Served from an address of its own, whose policy lets it compile.
import { getZXingModule, readBarcodes } from "/static/vendor/zxing-wasm/reader/index.js";

const QUICK = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: false };
const THOROUGH = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true };

onmessage = async ({ data }) => {
  if (data.wasm) {
    // Or it would fetch the decoder from somebody else's server.
    const ready = () => postMessage({ isReady: true });
    getZXingModule({ locateFile: () => data.wasm }).then(ready, ready);
    return;
  }
  const { id, width, height, buffer, thorough } = data;
  const image = { width, height, data: new Uint8ClampedArray(buffer) };
  try {
    const [found] = await readBarcodes(image, thorough ? THOROUGH : QUICK);
    postMessage({ id, text: found && found.isValid ? found.text : null, buffer }, [buffer]);
  } catch (error) {
    postMessage({ id, text: null, error: String(error), buffer }, [buffer]);
  }
};
