/** Stroke icons on a 24-unit grid, drawn as path strings; an icon package would bring thousands of files. */
const paths = {
  alert: 'M12 4 2.8 20h18.4L12 4ZM12 10v4.5M12 17.4v.1',
  arrowLeft: 'M19 12H5M11 6l-6 6 6 6',
  bell: 'M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15L6 16ZM10 20.5a2.2 2.2 0 0 0 4 0',
  bellOff: 'M6 16V11a6 6 0 0 1 1-3.3M10 5.3A6 6 0 0 1 18 11v3M17.5 18h-13L6 16M10 20.5a2.2 2.2 0 0 0 4 0M3.5 3.5l17 17',
  box: 'M12 3 4 7v10l8 4 8-4V7l-8-4ZM4 7l8 4 8-4M12 11v10',
  bot: 'M5 9h14v9H5V9ZM12 5v4M12 4.5v.1M9 13v1.5M15 13v1.5M2.5 12v3M21.5 12v3',
  gift: 'M4 11h16v9H4v-9ZM3 7h18v4H3V7ZM12 7v13M12 7S11 3 8.5 3.5 8 7 12 7ZM12 7s1-4 3.5-3.5S16 7 12 7Z',
  cash: 'M3 7h18v10H3V7ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM6 10v.1M18 14v.1',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevronDown: 'm6 9.5 6 6 6-6',
  chevronLeft: 'm14.5 6-6 6 6 6',
  chevronRight: 'm9.5 6 6 6-6 6',
  chevronUp: 'm6 14.5 6-6 6 6',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2',
  close: 'M6 6l12 12M18 6 6 18',
  columns: 'M4 5h16v14H4V5ZM9.5 5v14M14.5 5v14',
  copy: 'M9 9h11v11H9V9ZM5 15H4V4h11v1',
  dots: 'M12 5.5v.1M12 12v.1M12 18.5v.1',
  edit: 'M4 20h4L19.5 8.5l-4-4L4 16v4ZM13.5 6.5l4 4',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  filter: 'M3 5h18l-7 8v6l-4-2v-4L3 5Z',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3Z',
  grip: 'M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1',
  image: 'M4 5h16v14H4V5ZM4 16l5-5 4 4 3-2.5 4 3.5M15.5 9.2v.1',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.6v.1',
  key: 'M14.5 13.5a5 5 0 1 0-4-4L3 17v4h4v-3h3v-3l4.5-1.5ZM16 8v.1',
  layers: 'm12 3 9 5-9 5-9-5 9-5ZM3 12.5l9 5 9-5M3 17l9 4.5 9-4.5',
  logout: 'M14 4h6v16h-6M4 12h11M11 8l4 4-4 4',
  mapPin: 'M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  menu: 'M4 6.5h16M4 12h16M4 17.5h16',
  monitor: 'M3 5h18v11H3V5ZM9 20h6M12 16v4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  orders: 'M6 8h12l1 12H5L6 8ZM9 10V7a3 3 0 0 1 6 0v3',
  phone: 'M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3Z',
  pin: 'M9 3h6l-1 6 3 3H7l3-3-1-6ZM12 12v9',
  plus: 'M12 5v14M5 12h14',
  refresh: 'M20 12a8 8 0 1 1-2.3-5.6M20 3.5V8h-4.5',
  save: 'M4 4h13l3 3v13H4V4ZM8 4v5h7V4M8 20v-6h8v6',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3 20.5 20.5',
  send: 'M21 3 3 10.5l6 2.5M21 3l-4.5 17-7.5-7M21 3 9 13v6.5l3.3-3.8',
  settings:
    'M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM10.5 3h3l.5 2.6 1.8 1L18.3 5.8l1.5 2.6-2 1.7v2.1l2 1.7-1.5 2.6-2.5-.8-1.8 1-.5 2.6h-3l-.5-2.6-1.8-1-2.5.8-1.5-2.6 2-1.7v-2.1l-2-1.7 1.5-2.6 2.5.8 1.8-1 .5-2.6Z',
  shield: 'M12 3 5 6v5c0 5 3 8.5 7 10 4-1.5 7-5 7-10V6l-7-3Z',
  store: 'M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0ZM10 20v-5h4v5',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  tag: 'M4 4h8l8.5 8.5-8 8L4 12V4ZM8.5 8.5v.1',
  trash: 'M4 6.5h16M9 6V4h6v2M6 6.5 7 20h10l1-13.5M10 10.5v6M14 10.5v6',
  tree: 'M5 4h6v5H5V4ZM13 11h6v4h-6v-4ZM13 17h6v4h-6v-4ZM8 9v10h5M8 13h5',
  truck:
    'M2.5 6h11v10h-11V6ZM13.5 9.5H18l3.5 3.5v3h-8M6.5 18.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM17 18.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  undo: 'M9 7H15a5 5 0 0 1 0 10H7M9 7l3.5-3.5M9 7l3.5 3.5',
  upload: 'M12 16V4.5M7 9l5-5 5 5M4 15v5h16v-5',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5a7.5 7.5 0 0 1 15 0',
  users:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.3 3.3 0 0 1 0 6.3M18 14.2a6.5 6.5 0 0 1 3.5 5.8',
} as const;

export type IconName = keyof typeof paths;

/** Decorative by itself: whatever carries an icon alone must bring its own accessible name. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  const dotted = name === 'dots' || name === 'grip';
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={dotted ? 2.4 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flexShrink: 0 }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
