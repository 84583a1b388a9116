// A table of people as text: cells of a spreadsheet that were copied, or a CSV file in whatever a spreadsheet writes.
// Finds cells and columns; knows nobody of the company. Pure.
import type { Language } from '../api/types';
import { fold } from '../format/format';

export const COLUMNS = ['code', 'name', 'unit', 'phone', 'login', 'role', 'language'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Line {
  /** As the spreadsheet counts: the headings are its first. */
  line: number;
  cells: Partial<Record<Column, string>>;
}

export interface Table {
  lines: Line[];
  /** Headings that say nothing here. */
  unknown: string[];
  /** Whether the first row names columns; without them nothing can be told apart. */
  headed: boolean;
}

/** What spreadsheets of the three countries call the columns, without marks and signs. */
const HEADINGS: Record<Column, readonly string[]> = {
  code: ['code', 'repcode', 'ma', 'manhanvien', 'manv', '业务员编号', '编号', '工号'],
  name: ['name', 'fullname', 'ten', 'hoten', 'hovaten', 'tennhanvien', '姓名', '名称'],
  unit: ['unit', 'team', 'orgunit', 'orgunitcode', 'donvi', 'madonvi', 'to', 'doi', '单元', '团队', '部门'],
  phone: ['phone', 'mobile', 'dienthoai', 'sodienthoai', 'sdt', '电话', '手机', '手机号'],
  login: ['login', 'username', 'user', 'tendangnhap', 'taikhoan', '登录名', '用户名', '账号'],
  role: ['role', 'vaitro', 'chucdanh', '角色'],
  language: ['language', 'lang', 'ngonngu', '语言'],
};

const bare = (heading: string): string => fold(heading).replace(/[\s_.\-*:：]/g, '');

const columnOf = (heading: string): Column | undefined =>
  COLUMNS.find((column) => HEADINGS[column].includes(bare(heading)));

/** Tabs where cells were copied; else what the first line holds most of. */
function separatorOf(text: string): string {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const count = (sign: string) => first.split(sign).length;
  return ['\t', ';', ','].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Rows of cells; quotes hold separators, line ends and doubled quotes. */
export function cellsOf(text: string): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const end = () => {
    row.push(cell.trim());
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (sign === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (sign === separator) end();
    else if (sign === '\n') {
      end();
      rows.push(row);
      row = [];
    } else if (sign !== '\r') cell += sign;
  }
  end();
  rows.push(row);
  return rows;
}

export function tableOf(text: string): Table {
  const [headings = [], ...rows] = cellsOf(text.replace(/^\uFEFF/, ''));
  const columns = headings.map(columnOf);
  const headed = columns.some((column) => column === 'code' || column === 'login');
  const lines = rows.flatMap((row, index): Line[] => {
    const cells: Line['cells'] = {};
    for (const [at, text] of row.entries()) {
      const column = columns[at];
      if (column && text) cells[column] ??= text;
    }
    return Object.keys(cells).length > 0 ? [{ line: index + 2, cells }] : [];
  });
  return {
    lines: headed ? lines : [],
    unknown: headings.filter((heading, at) => heading !== '' && !columns[at]),
    headed,
  };
}

/** What a spreadsheet writes where it is not asked for UTF-8. */
const OLD: Record<Language, string> = { vi: 'windows-1258', en: 'windows-1252', zh: 'gb18030' };

export function textOf(bytes: Uint8Array, language: Language): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Marks of Vietnamese stand beside their letters there.
    return new TextDecoder(OLD[language]).decode(bytes).normalize('NFC');
  }
}
