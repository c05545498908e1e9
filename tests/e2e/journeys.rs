//! What is walked through, one file a journey.

mod attack_from_the_page;
mod counter;
mod lock;
mod photographs;
mod power_cut;
mod sign_in_and_see_the_queue;
