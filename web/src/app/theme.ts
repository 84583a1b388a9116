// The look of the components; colours that carry meaning live in `palette.ts`.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const indigo: MantineColorsTuple = [
  '#eef0ff',
  '#dfe2fe',
  '#c2c6fb',
  '#a3a7f6',
  '#8388f0',
  '#6a69e8',
  '#4f46d8',
  '#4338ca',
  '#372fa8',
  '#2a2580',
];

// Its list of options scrolls itself (shell.css): a scroller within it is none that a keyboard is known to reach.
const listed = { defaultProps: { withScrollArea: false } };

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 6 },
  colors: { indigo },
  fontFamily: '"Noto Sans", system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  headings: { fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: { Autocomplete: listed, MultiSelect: listed, Select: listed, TagsInput: listed },
});
