/** The drawings of `Icon`, on a grid of 20, drawn with a line. */
export const icons = {
  plus: 'M10 4v12M4 10h12',
  list: 'M7.5 5h9M7.5 10h9M7.5 15h9M3.5 5v.1M3.5 10v.1M3.5 15v.1',
  file: 'M5 2.8h6.5L15.5 7v10.2H5zM11.2 2.8V7.2h4.2',
  gear: 'M10 7.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4',
  pause: 'M7 4.5v11M13 4.5v11',
  check: 'M4 10.5l4 4 8-9',
  cross: 'M5 5l10 10M15 5L5 15',
  question: 'M7 7.2a3 3 0 1 1 4.3 2.7c-.9.45-1.3 1.1-1.3 2.1M10 15.4v.1',
  back: 'M4 4.5v4h4M4.6 8.5A6 6 0 1 1 4.5 12',
  square: 'M5 5h10v10H5z',
  dot: 'M10 6a4 4 0 1 0 0 8 4 4 0 0 0 0-8',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 6.2V10l2.6 1.6',
  warning: 'M10 3.2L17.5 16.5H2.5zM10 8.2v3.8M10 14.3v.1',
  info: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 9.2v4.3M10 6.5v.1',
  start: 'M12 5.5L7.5 10l4.5 4.5',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  end: 'M8 5.5l4.5 4.5L8 14.5',
  up: 'M5.5 12L10 7.5l4.5 4.5',
  refresh: 'M16 4.5v4h-4M15.4 8.5A6 6 0 1 0 15.5 12',
  spinner: 'M10 3a7 7 0 1 1-7 7',
} as const

export type IconName = keyof typeof icons
