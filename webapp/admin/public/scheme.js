// Runs before the first paint, so that a dark screen never flashes white. A file of its own: inline scripts are barred.
(() => {
  const saved = localStorage.getItem('dokon.scheme');
  const dark = saved === 'dark' || (saved !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
