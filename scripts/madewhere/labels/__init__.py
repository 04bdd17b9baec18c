"""Labels to print: codes for products and factories, with a question that makes people point a phone at them."""
