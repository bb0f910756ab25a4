namespace Streaming.SampleSource.Generator.People;

internal static class Asian
{
    public static readonly Nationality[] All =
    [
        new("IN", "India")
        {
            Men = "अर्जुन=arjun, रोहन=rohan, विक्रम=vikram, सूर्य=surya, नवीन=naveen, Karthik",
            Women = "प्रिया=priya, मीरा=meera, अनन्या=ananya, काव्या=kavya, लक्ष्मी=lakshmi, Shruti",
            Surnames = "शर्मा=sharma, वर्मा=varma, कुलकर्णी=kulkarni, मिश्रा=mishra, Iyer, Bhattacharya",
            Streets = "Station Road, Nehru Marg, Lake View Road, Tilak Chowk",
            Places = "Nagpur/Maharashtra, Mysuru/Karnataka, Udaipur/Rajasthan, Kochi/Kerala",
            PostCode = "$#####", Phone = "8#########", Cell = "9#########", IdName = "UIDAI", IdValue = "############",
        },
        new("IR", "Iran")
        {
            Men = "آرش=arash, کوروش=kourosh, بهرام=bahram, سهراب=sohrab, داریوش=dariush, نیما=nima",
            Women = "شیرین=shirin, نیلوفر=niloufar, پریسا=parisa, لاله=laleh, مهسا=mahsa, ژاله=jaleh",
            Surnames = "رستمی=rostami, تهرانی=tehrani, گلستانی=golestani, شیرازی=shirazi, پارسا=parsa, کیانی=kiani",
            Streets = "خیابان گل, بلوار باغ, کوچه سرو, میدان چهارراه",
            Places = "شیراز/فارس, تبریز/آذربایجان شرقی, رشت/گیلان, یزد/یزد",
            PostCode = "$####", Phone = "0##-########", Cell = "09##-###-####",
        },
        new("TR", "Turkey")
        {
            Men = "Çağlar, İlker, Şükrü, Oğuz, Ümit, Yiğit, Işık, Barış", Women = "Gülşen, Çiğdem, İpek, Şule, Özge, Ayşegül, Büşra, Ilgın",
            Surnames = "Yıldız, Öztürk, Şahin, Çınar, Güneş, Kılıç, Demirağ, İnönü",
            Streets = "Bağdat Caddesi, Çınarlı Sokak, İstasyon Yolu, Gül Sokağı",
            Places = "Eskişehir/Eskişehir, Muğla/Ege, Şanlıurfa/Güneydoğu, Iğdır/Doğu Anadolu",
            PostCode = "$####", Phone = "(0##)-###-####", Cell = "(5##)-###-####",
        },
    ];
}
