export const typescript = () => "";
