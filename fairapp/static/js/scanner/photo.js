// A photo instead of the stream, where there is no permission or no https: the file's code, or null.
const LONGEST_SIDE = 1600;

export async function readPhoto(file, decoder) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const context = canvas.getContext("2d", { alpha: false });
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    return await decoder.read(image, { thorough: true });
  } catch {
    return null;
  }
}
