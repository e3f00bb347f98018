// One connection for all cards of this tab. A tab that is out of sight for a while lets go of it: a browser has six for a host.

const HIDDEN_FOR = 30_000;
const AGAIN_AFTER = 2_000;

/**
 * @param on {snapshot, card, removed, status}: what to do with each kind of event
 * @param connected told true or false
 */
export function follow(on, connected) {
  let source = null;
  let timer = 0;

  function open() {
    clearTimeout(timer);
    if (source) return;
    source = new EventSource("api/events");
    for (const [name, handle] of Object.entries(on)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
    source.onopen = () => connected(true);
    source.onerror = () => {
      connected(false);
      // After a refusal the browser does not try again by itself.
      if (source?.readyState === EventSource.CLOSED) {
        close();
        timer = setTimeout(open, AGAIN_AFTER);
      }
    };
  }

  function close() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(close, HIDDEN_FOR);
    else open();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
