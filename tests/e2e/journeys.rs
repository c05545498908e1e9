//! What is walked through, one file a journey.

mod attachments;
mod attack_from_the_page;
mod busy_day;
mod closing;
mod counter;
mod ends;
mod first_day;
mod follow_up;
mod going_live;
mod hard_lock;
mod hostile;
mod idle;
mod intakes;
mod keyboard;
mod lock;
mod page_dies;
mod photographs;
mod power_cut;
mod practice;
mod private;
mod results;
mod sign_in_and_see_the_queue;
mod states;
mod traces;
mod typing;
mod wrong_person;
