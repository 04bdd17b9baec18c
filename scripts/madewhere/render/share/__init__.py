"""The pictures that chats and networks show of a page whose address somebody sends."""
