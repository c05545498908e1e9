/**
 * People named in a form, as they are typed.
 *
 * Purpose: rows of one question, kept in the form's values as one text. May use: the household's shape. Must
 * never: judge a row; a row that says nothing of anybody is nobody.
 */
import { figuresOf } from '../../ipc/dates';
import type { FieldView, HouseholdPerson } from '../../ipc/desk-api';

/** What is asked of a person beside the name. */
export type Part = FieldView['parts'][number];

/** One person, as typed. */
export type Row = Readonly<Partial<Record<'name' | Part, string>>>;

const says = (row: Row) => Object.values(row).some((typed) => typed.trim() !== '');

/** Somebody of a household as a row of a question: what it asks for, and what she is to the head. */
export function rowOf(one: HouseholdPerson, field: FieldView): Row {
  const known: Record<Part, string> = {
    born: figuresOf(one.born),
    sex: one.sex ?? '',
    number: one.number ?? '',
    relation: one.relation,
    phone: '',
    address: '',
  };
  const parts = field.parts.map((part) => [part, known[part]] as const);
  const told = parts.filter(([, value]) => value !== '');
  return { name: one.name, ...Object.fromEntries(told) };
}

/** A row says something of somebody. */
export const isSomebody = (row: Row | undefined): boolean => row !== undefined && says(row);

/** The rows that were typed into. */
export function rowsOf(value: string): readonly Row[] {
  return value === '' ? [] : (JSON.parse(value) as Row[]);
}

/** The text that keeps them; none where nobody is told of. */
function textOf(rows: readonly Row[]): string {
  return rows.some(says) ? JSON.stringify(rows) : '';
}

/** One part of one row typed; a row that is not there yet begins with it. */
export function typedInto(value: string, at: number, part: 'name' | Part, typed: string): string {
  const rows = [...rowsOf(value)];
  rows[at] = { ...rows[at], [part]: typed };
  return textOf(rows);
}

/** Without one row. */
export function without(value: string, at: number): string {
  return textOf(rowsOf(value).toSpliced(at, 1));
}

/** With more people behind those who were typed; who stands there already, by number or name, stays once. */
export function withMore(value: string, more: readonly Row[]): string {
  const rows = rowsOf(value).filter(says);
  const there = (one: Row) =>
    rows.some((row) => (one.number ? row.number === one.number : row.name === one.name));
  return textOf([...rows, ...more.filter((one) => !there(one))]);
}
