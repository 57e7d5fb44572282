//! Every read that helps to know who is who, over a real socket, on a service that answers well and badly.
#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod desk;
mod looked_up;
mod pages;
mod rows;
mod shapes;
mod subscribers;
mod vip_filter;
