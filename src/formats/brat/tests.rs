//! brat.
