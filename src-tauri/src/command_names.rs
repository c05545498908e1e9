/// Every command of the window, in the order of `bindings.rs`. Read by the build script too: a
/// command that is missing here cannot be called from any page.
const COMMAND_NAMES: &[&str] = &[
    // session
    "desk_state",
    "sign_in",
    // queue
    "todays_queue",
];
