// <div data-poll="/address" data-every="2000"> asks for its own content again until the answer carries no data-poll.
async function poll(box) {
  try {
    const answer = await fetch(box.dataset.poll, { headers: { "HX-Request": "true" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.body.firstElementChild;
      if (fresh) {
        box.replaceWith(fresh);
        start(fresh);
      }
      return;
    }
  } catch {
    // No network for a moment: asked again below.
  }
  start(box);
}

function start(box) {
  if (box.dataset.poll) setTimeout(poll, Number(box.dataset.every || 2000), box);
}

for (const box of document.querySelectorAll("[data-poll]")) start(box);
