//! The configuration and the escapes.
