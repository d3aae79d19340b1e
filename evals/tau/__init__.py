"""tau-bench's retail tasks held against ShopSmart: its shop in our store, its tools in front of ours."""
