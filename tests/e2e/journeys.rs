//! What is walked through, one file a journey.

mod attack_from_the_page;
mod sign_in_and_see_the_queue;
