export const reference_page = () => "";
