//! Every read of fans, over a real socket, on a server with good and bad answers.

mod desk;
mod looked_up;
mod pages;
mod rows;
mod shapes;
mod subscribers;
mod vip_filter;
