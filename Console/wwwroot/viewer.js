// The few things that only the browser knows or can do.
window.viewer = {
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  open: dialog => dialog.showModal(),
  close: dialog => dialog.close(),
};
