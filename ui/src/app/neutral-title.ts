/**
 * The title of the window while the screen is covered.
 *
 * Purpose: title bars and task lists show it too. The page underneath goes on living and may set
 * its title; that title is kept for later and not shown.
 */

/** Shows `neutral` until the returned function is called, which brings back the newest title. */
export function neutralTitle(neutral: string): () => void {
  let own = document.title;
  document.title = neutral;
  const watcher = new MutationObserver(() => {
    if (document.title !== neutral) {
      own = document.title;
      document.title = neutral;
    }
  });
  watcher.observe(document.head, { childList: true, characterData: true, subtree: true });
  return () => {
    watcher.disconnect();
    document.title = own;
  };
}
