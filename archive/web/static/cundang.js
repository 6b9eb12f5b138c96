// Adds a copy button to each citation; without this file the text can still be selected.
const words = document.querySelector("[data-words]")?.dataset.words.split("|") ?? [];
for (const text of document.querySelectorAll("textarea[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words[0];
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.value);
    button.textContent = words[1];
  });
  text.after(button);
}
