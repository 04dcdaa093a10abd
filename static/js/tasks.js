// The progress of a task, asked every second and a half until it ends.
const PAUSE = 1500;

async function refresh() {
  const task = document.getElementById("task");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("task");
    if (fresh && fresh.innerHTML !== task.innerHTML) task.replaceWith(document.adoptNode(fresh));
  } catch {
    // the connection is gone for now: asked again
  }
  if (document.querySelector("#task[data-goes-on]")) setTimeout(refresh, PAUSE);
}

setTimeout(refresh, PAUSE);
