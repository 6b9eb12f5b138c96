// Adds a copy button to each citation; without this file the text can still be selected.
const words = document.querySelector("[data-words]")?.dataset.words.split("|") ?? [];
for (const text of document.querySelectorAll("textarea[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words[0];
  button.addEventListener("click", async () => {
    text.select();
    // Browsers give the clipboard to secure addresses only; a newsroom's own server is often plain http.
    if (navigator.clipboard) await navigator.clipboard.writeText(text.value);
    else document.execCommand("copy");
    button.textContent = words[1];
  });
  text.after(button);
}
