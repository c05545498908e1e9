/**
 * Shapes that cross to the page, under the names the page knows them by.
 *
 * Purpose: one place to import a generated type from; two have a name of their own here, and one is
 * a text the core takes apart by itself. Must never: write a shape by hand that the core generates.
 */
import type { Role } from './bindings.gen';

export type {
  AnswerView,
  ApologyTold,
  Appearance,
  BackupProgress,
  BackupView,
  BackupsView,
  CardScan,
  CarriedFile,
  CarryProgress,
  CarryReport,
  CarryRow,
  Certainty,
  Capacity,
  CheckView,
  ClockDoubt,
  CoverView,
  DateRead,
  DayView,
  DeadlineView,
  DeskState,
  DraftKept,
  DraftOpened,
  DraftRow,
  DueView,
  EarlierVisit,
  Ended,
  Facts,
  ClockView,
  FieldView,
  FilePage,
  FileRow,
  FileSaved,
  FirstDay,
  FoundedView,
  FounderTold,
  FoundingTold,
  FoundingView,
  GenerationRow,
  Heard,
  IdleView,
  Invited,
  JobState,
  MachineLines,
  MoveView,
  OfficeTold,
  PaperForm,
  PaperView,
  PeopleFound,
  PersonCard,
  PersonRow,
  PlaceRow,
  PlaceTried,
  Practice,
  PrintChoice,
  PrintView,
  PrinterRow,
  PrintersView,
  Proof,
  QueueAct,
  QueueLine,
  QueueState,
  QueueView,
  Register,
  RegisterRow,
  ReprintGround,
  Role,
  SaidDue,
  ServiceView,
  SessionView,
  SettingRow,
  SettingsView,
  Sex,
  ShiftNote,
  TestCard,
  Titles,
  UserRow,
  VisitSaved,
  WallView,
  Warning,
  WrongPersonDone,
} from './bindings.gen';
/** A date whose year is known; of day and month, what is known. */
export type { PartialDate as DateParts } from './bindings.gen';
/** A form to be kept. */
export type { DraftTold as DraftToKeep } from './bindings.gen';
/** What is typed of a person so far. */
export type { PersonTyped as LookAlikeQuery } from './bindings.gen';

/** `activate`, `remove`, or `role:` and a role. */
export type UserChange = 'activate' | 'remove' | `role:${Role}`;
