/**
 * What the papers and the acts of a matter are called.
 *
 * Purpose: keys of the message catalogue, exhaustive by type. Must never: hold a sentence.
 */
import type { PaperForm } from '../../ipc/desk-api';
import type { PlainKey } from '../../shared/i18n/i18n.svelte';
import type { Doing } from './files.svelte';

export const forms: Readonly<Record<PaperForm, PlainKey>> = {
  giay_bien_nhan: 'ui.form.giay_bien_nhan',
  giay_tiep_nhan: 'ui.form.giay_tiep_nhan',
  phieu_tiep_nhan: 'ui.form.phieu_tiep_nhan',
  giay_hen: 'ui.form.giay_hen',
  phieu_bo_sung: 'ui.form.phieu_bo_sung',
  phieu_huong_dan_bo_sung: 'ui.form.phieu_huong_dan_bo_sung',
  phieu_tu_choi: 'ui.form.phieu_tu_choi',
  phieu_tu_choi_cu_tru: 'ui.form.phieu_tu_choi_cu_tru',
  xin_loi: 'ui.form.xin_loi',
  thong_bao_dung: 'ui.form.thong_bao_dung',
  phieu_kiem_soat: 'ui.form.phieu_kiem_soat',
  phieu_huong_dan: 'ui.form.phieu_huong_dan',
  phieu_chuyen_don: 'ui.form.phieu_chuyen_don',
  trich_luc: 'ui.form.trich_luc',
  khong_thu_ly: 'ui.form.khong_thu_ly',
  bien_nhan_them: 'ui.form.bien_nhan_them',
  ky_nhan: 'ui.form.ky_nhan',
  phieu_hen: 'ui.form.phieu_hen',
};

/** A step is called what it leads to. */
export const acts: Readonly<Record<Exclude<Doing['act'], 'move'>, PlainKey>> = {
  extend: 'ui.file.extend.title',
  apologise: 'ui.file.apologise.title',
  assign: 'ui.file.assign',
  code: 'ui.file.code.title',
  papers: 'ui.file.papers.take',
};
