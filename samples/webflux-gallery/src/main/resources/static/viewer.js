// One image, large. The dialog keeps focus inside, and Escape closes it.

export function viewer() {
  const dialog = document.getElementById("viewer");
  const image = document.getElementById("viewer-image");
  const text = document.getElementById("viewer-text");
  const download = document.getElementById("viewer-download");
  const before = document.getElementById("viewer-before");
  const next = document.getElementById("viewer-next");
  let job;
  let at = 0;

  function show(index) {
    at = (index + job.images.length) % job.images.length;
    const shown = job.images[at];
    image.src = shown.url;
    image.alt = job.input.prompt ?? "";
    text.textContent = job.input.prompt ?? "";
    download.href = shown.url;
    download.download = shown.file;
    const many = job.images.length > 1;
    before.hidden = !many;
    next.hidden = !many;
  }

  before.addEventListener("click", () => show(at - 1));
  next.addEventListener("click", () => show(at + 1));
  document.getElementById("viewer-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target.className === "viewer-frame") dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    if (event.key === "ArrowRight") show(at + 1);
  });

  return (shownJob, index) => {
    job = shownJob;
    show(index);
    dialog.showModal();
  };
}
