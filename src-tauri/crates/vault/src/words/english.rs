//! Words of generated English passphrases: how a thing is, and the thing.
//!
//! Purpose: data only. The lists are part of a format: never change, reorder or shorten one,
//! because words already stand on paper. Must never: hold a rule.

/// 128 things (7 bits).
#[rustfmt::skip]
pub(super) const THINGS: [&str; 128] = [
    "apple", "anchor", "arrow", "basket", "beach", "bell", "bench", "berry", "bird", "boat",
    "bottle", "bread", "bridge", "broom", "bucket", "butter", "cabin", "camel", "candle", "canoe",
    "carpet", "castle", "chair", "cherry", "circle", "cloud", "clover", "coat", "coffee", "comet",
    "copper", "coral", "cotton", "crane", "cup", "daisy", "desert", "dish", "door", "dove",
    "dragon", "drum", "eagle", "engine", "falcon", "fan", "farm", "feather", "fern", "field",
    "flute", "forest", "fountain", "fox", "garden", "ginger", "glove", "goat", "goose", "grape",
    "guitar", "hammer", "harbor", "hat", "hill", "honey", "horse", "island", "jacket", "jar",
    "kettle", "kite", "ladder", "lake", "lamp", "leaf", "lemon", "lion", "lizard", "mango", "maple",
    "market", "meadow", "melon", "mirror", "moon", "mountain", "needle", "ocean", "olive", "onion",
    "orange", "orchid", "otter", "oven", "owl", "paddle", "palm", "paper", "parrot", "peach",
    "pearl", "pencil", "pepper", "piano", "pillow", "planet", "plum", "pocket", "pond", "potato",
    "rabbit", "ribbon", "river", "rocket", "saddle", "salmon", "scarf", "shell", "shirt", "spoon",
    "star", "stone", "table", "tiger", "tower", "train", "violin",
];

/// 32 traits (5 bits).
#[rustfmt::skip]
pub(super) const TRAITS: [&str; 32] = [
    "amber", "bold", "brave", "brisk", "bright", "broad", "calm", "clean", "clever", "crisp",
    "early", "fresh", "gentle", "glad", "golden", "grand", "green", "happy", "honest", "jolly",
    "kind", "lively", "lucky", "quick", "quiet", "round", "silver", "smooth", "sunny", "swift",
    "tall", "warm",
];
