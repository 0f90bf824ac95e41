//! Stub until the terminal branch lands.
use ratatui::style::Modifier;
/// ═
pub const DOUBLE: Modifier = Modifier::from_bits_retain(1 << 9);
/// ·
pub const DOTTED: Modifier = Modifier::from_bits_retain(1 << 10);
/// ╌
pub const DASHED: Modifier = Modifier::from_bits_retain(1 << 11);
/// ﹏
pub const CURLY: Modifier = Modifier::from_bits_retain(1 << 12);
