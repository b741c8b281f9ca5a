// The client is a folder above; Vite serves nothing outside its own folder unless told to.
export default { server: { fs: { allow: ['../..'] } } };
