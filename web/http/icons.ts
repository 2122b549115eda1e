/** Strokes on a 16 × 16 grid, drawn by the mixin `icon`: no picture is loaded from anywhere. */
export const icons: Record<string, string> = {
  guilds: 'M2 6.5 8 2l6 4.5V14H9.5v-4h-3v4H2z',
  overview: 'M2 2.5h5v5H2zM9 2.5h5v3H9zM9 7.5h5v6H9zM2 9.5h5v4H2z',
  ledger: 'M3 2h10v12l-2.5-1.5L8 14l-2.5-1.5L3 14zM5.5 5.5h5M5.5 8.5h5',
  settings:
    'M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M8 4.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0M4 11.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0',
  exchange: 'M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13',
  changes: 'M8 14A6 6 0 1 0 2.3 6M2 2.5V6h3.5M8 4.5V8l2.5 1.5',
  keys: 'M6.9 9.1 13 3M11 5l2 2M2.5 11a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0',
  queues: 'M2 3.5h12v3H2zM2 9.5h12v3H2zM4.5 5h.01M4.5 11h.01',
  docs: 'M4 2h5.5L13 5.5V14H4zM9 2v4h4M6.5 9h4M6.5 11.5h4',
  audit: 'M8 1.5 13.5 4v4c0 3-2.3 5.4-5.5 6.5C4.8 13.4 2.5 11 2.5 8V4zM5.5 8l2 2 3-3.5',
  staff:
    'M3.5 5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 3a2.5 2.5 0 0 1 0 4.5M12.5 9.8c1.2.6 2 1.8 2 3.7',
  style:
    'M8 2a6 6 0 1 0 0 12c1.5 0 1.5-1.5.8-2.2-.8-.8-.3-2.3 1.2-2.300h1.500C13 9.5 14 8.5 14 7c0-2.8-2.7-5-6-5M5 7h.01M7.5 4.800h.01M10.8 6h.01',
  search: 'M2.5 7a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0M10.3 10.3 14 14',
  menu: 'M2 4h12M2 8h12M2 12h12',
  switch: 'M5 6l3-3 3 3M5 10l3 3 3-3',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.500h11',
};
