// Where a push leads on the phone: the server names pages of the console. Pure.

/** One alert, all of them, what the phone tells about, or the team. */
export function placeOf(path: string): string {
  const id = /^\/exceptions\/([\w-]+)$/.exec(path)?.[1];
  if (id) return `/m/#/team/alert/${id}`;
  if (path === '/exceptions') return '/m/#/team/alerts';
  return path === '/alerts' ? '/m/#/team/me' : '/m/#/team';
}
